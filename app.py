"""Entry of the app: `streamlit run app.py`."""

if __name__ == "__main__":
    from ui.shell import main

    main()
