"""What has to be spoken for each chapter, and the engines and workers that speak it."""
