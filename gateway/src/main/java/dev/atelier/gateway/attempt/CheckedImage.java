package dev.atelier.gateway.attempt;

import dev.atelier.gateway.settle.FinishedImage;
import dev.atelier.image.Blocked;
import dev.atelier.image.Difference;

/** An image held against its order. */
sealed interface CheckedImage {
  record Deliverable(FinishedImage image) implements CheckedImage {}

  /** Refused for what it shows. */
  record Withheld(Blocked why) implements CheckedImage {}

  record Undeliverable(Difference why) implements CheckedImage {}
}
