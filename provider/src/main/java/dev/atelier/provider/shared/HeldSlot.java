package dev.atelier.provider.shared;

import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.JobId;

/** A slot that a call holds. */
public record HeldSlot(AccountId account, JobId job, AttemptId attempt) {}
