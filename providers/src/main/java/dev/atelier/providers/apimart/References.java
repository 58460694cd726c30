package dev.atelier.providers.apimart;

import java.util.List;
import java.util.Optional;

/** Where APIMart keeps the pictures of an edit that were sent ahead. */
record References(List<String> images, Optional<String> mask) {
  References {
    images = List.copyOf(images);
  }
}
