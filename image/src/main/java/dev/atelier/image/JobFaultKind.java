package dev.atelier.image;

import java.util.Locale;

/** The kinds of faults that jobs end with, one word for each. */
public enum JobFaultKind {
  MODERATION,
  CANCELLED,
  OUTCOME_UNKNOWN,
  START_DEADLINE_PASSED,
  STORAGE_FAILED,
  UPSTREAM_FAILED,
  UPSTREAM_REFUSED,
  UPSTREAM_THROTTLED,
  UPSTREAM_WASTE;

  public static JobFaultKind of(JobFault fault) {
    return switch (fault) {
      case Blocked _ -> MODERATION;
      case JobFault.Cancelled _ -> CANCELLED;
      case JobFault.OutcomeUnknown _ -> OUTCOME_UNKNOWN;
      case JobFault.StartDeadlinePassed _ -> START_DEADLINE_PASSED;
      case JobFault.StorageFailed _ -> STORAGE_FAILED;
      case JobFault.UpstreamFailed _ -> UPSTREAM_FAILED;
      case JobFault.UpstreamRefused _ -> UPSTREAM_REFUSED;
      case JobFault.UpstreamThrottled _ -> UPSTREAM_THROTTLED;
      case JobFault.UpstreamWaste _ -> UPSTREAM_WASTE;
    };
  }

  /** The name in metrics, rows and APIs, such as {@code upstream_failed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
