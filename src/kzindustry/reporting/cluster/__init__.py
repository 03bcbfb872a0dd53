"""A build's runs on a Dask cluster: what travels there, what lives there meanwhile, who does what."""
