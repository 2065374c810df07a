"""The reference subscriber: won deals become sales orders of an ERP, exactly once."""
