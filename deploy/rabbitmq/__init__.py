"""RabbitMQ's side of a deployment."""
