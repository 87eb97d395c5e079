"""From a model in memory to a package. torch and transformers are imported when a model is given, never before."""
