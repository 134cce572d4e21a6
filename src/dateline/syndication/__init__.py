"""Feeds, embeds, and pings to WebSub hubs."""
