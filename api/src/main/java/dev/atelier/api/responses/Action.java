package dev.atelier.api.responses;

import java.util.Locale;

/** What the image tool shall do. */
enum Action {
  /** Edit where there is a picture to edit. */
  AUTO,
  GENERATE,
  EDIT;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
