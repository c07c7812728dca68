"""Middleware and routes beside Streamlit's own."""
