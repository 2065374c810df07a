"""What a deployment is made of: image, broker definitions, configuration."""
