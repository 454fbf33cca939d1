"""The helpers of the pages; the only modules beside them that import Streamlit."""
