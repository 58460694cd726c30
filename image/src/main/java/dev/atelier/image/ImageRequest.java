package dev.atelier.image;

import java.util.List;
import java.util.Optional;

/** What a caller asks for: pictures from a prompt, or from a prompt and existing pictures. */
public sealed interface ImageRequest {
  Order order();

  /** The same request with another order. */
  ImageRequest with(Order other);

  /** The catalogue's word for the kind of work, {@code generation} or {@code edit}. */
  default Operation operation() {
    return switch (this) {
      case Generation _ -> Operation.GENERATION;
      case Edit _ -> Operation.EDIT;
    };
  }

  record Generation(Order order) implements ImageRequest {
    @Override
    public Generation with(Order other) {
      return new Generation(other);
    }
  }

  /**
   * Pictures made from pictures.
   *
   * @param images 1 or more; the mask belongs to the first
   * @param mask its fully transparent pixels mark what to change
   */
  record Edit(Order order, List<InputImage> images, Optional<InputImage> mask)
      implements ImageRequest {
    public Edit {
      images = List.copyOf(images);
      if (images.isEmpty()) {
        throw new IllegalArgumentException("an edit needs at least one image");
      }
    }

    @Override
    public Edit with(Order other) {
      return new Edit(other, images, mask);
    }
  }
}
