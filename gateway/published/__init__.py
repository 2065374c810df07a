"""Parts of the published language of the gateway."""
