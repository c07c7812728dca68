"""The same data as most apps draw them: a folium map made anew on each change."""

import folium
import pandas as pd
import streamlit as st
from branca.colormap import ColorMap
from streamlit_folium import st_folium

from ao_dash.datafolder.load import SHIPPED, load
from ao_dash.model.dataset import Dataset

INDICATOR = "dochody_wlasne_os"


@st.cache_resource
def data() -> Dataset:
    return load(SHIPPED)


dataset = data()
year = st.selectbox("Rok", dataset.years(INDICATOR)[::-1])
frame = dataset.vintage(year).frame.reset_index()
cells = dataset.series[INDICATOR][year]
frame["nazwa"] = frame["teryt6"].map(lambda code: dataset.gminy[code].name)
frame["wartosc"] = frame["teryt6"].map(lambda code: cells[code].value)
chart = folium.Map(location=[50.62, 17.95], zoom_start=10, tiles=None)
layer = folium.Choropleth(
    geo_data=frame,
    data=pd.DataFrame(frame[["teryt6", "wartosc"]]),
    columns=["teryt6", "wartosc"],
    key_on="feature.properties.teryt6",
    fill_color="YlGnBu",
    bins=5,
)
# the colour bar asks a further host for d3; without it the naive app is faster, not slower
for name, child in list(layer._children.items()):
    if isinstance(child, ColorMap):
        del layer._children[name]
layer.add_to(chart)
folium.GeoJsonTooltip(["nazwa", "wartosc"]).add_to(layer.geojson)
st_folium(chart, width=700, height=560, returned_objects=[])
st.text(f"rok {year}")
st.dataframe(frame[["nazwa", "wartosc"]].sort_values("wartosc", ascending=False))
