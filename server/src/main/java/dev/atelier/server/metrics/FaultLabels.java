package dev.atelier.server.metrics;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Blocked;
import dev.atelier.image.Fault;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobFaultKind;
import dev.atelier.image.RequestFault;
import java.util.Optional;

/** Faults in one word each. */
final class FaultLabels {
  static final String NONE = "none";

  private FaultLabels() {}

  /** Why an order was not taken. */
  static String refusal(Fault fault) {
    return switch (fault) {
      case Blocked _ -> "moderation";
      case AdmissionFault.RateLimited _ -> "limit";
      case AdmissionFault.QueueFull _ -> "queue_full";
      case AdmissionFault.OutOfBudget _ -> "budget";
      case AdmissionFault.NotPriced _ -> "not_priced";
      case AdmissionFault.AboveMaxCost _ -> "max_cost";
      case AdmissionFault.QuoteRefused _ -> "quote";
      case AdmissionFault.NoAccount _ -> "no_account";
      case AdmissionFault.Unavailable _ -> "unavailable";
      case AdmissionFault.ModelNotAllowed _,
          AdmissionFault.MissingKey _,
          AdmissionFault.UnknownKey _,
          AdmissionFault.Forbidden _ ->
          "forbidden";
      case AdmissionFault.Internal _ -> "internal";
      case RequestFault _ -> "request";
      case JobFault _ -> BoundedLabel.OTHER;
    };
  }

  /** Which limit refused an order; {@code none} if it was something else. */
  static String limit(Fault fault) {
    return fault instanceof AdmissionFault.RateLimited limited ? limited.limit() : NONE;
  }

  /** Why a job failed; {@code none} if it did not. */
  static String failure(Optional<JobFault> fault) {
    return fault.map(JobFaultKind::of).map(JobFaultKind::word).orElse(NONE);
  }
}
