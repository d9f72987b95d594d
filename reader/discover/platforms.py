"""Back catalogues by platform: stub to be filled."""
