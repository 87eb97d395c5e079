"""What Spark, Parquet files and datasets share: rows in, answers in typed columns out."""
