"""The only place that knows streamlit and folium."""
