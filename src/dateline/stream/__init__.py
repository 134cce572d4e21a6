"""The stream: pushes changes to open pages (server-sent events). It imports no Django."""
