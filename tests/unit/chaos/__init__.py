"""The checks of `./crm chaos`: each is silent on a good history and speaks up on a doctored one."""
