package dev.atelier.gateway.input;

import dev.atelier.image.InputImage;
import java.util.List;
import java.util.Optional;

/** The pictures of an edit, checked and stored. */
public record PreparedInputs(List<InputImage> images, Optional<InputImage> mask) {
  public PreparedInputs {
    images = List.copyOf(images);
  }
}
