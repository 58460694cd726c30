package dev.atelier.provider.account;

import java.time.Instant;

/** Why an account takes no work of one route for now: the header or error that said so. */
public record Cooldown(Instant until, String evidence) {}
