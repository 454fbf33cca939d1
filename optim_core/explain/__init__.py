"""Why a run went as it did: microscope, diagnosis, theory, catalogue, claims, lessons."""
