"""The web app: reviewers decide span by span; others see what their duty needs."""
