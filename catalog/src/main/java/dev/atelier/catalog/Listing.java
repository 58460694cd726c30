package dev.atelier.catalog;

/** An API, or a part of one, in which models are listed under names of their own. */
public enum Listing {
  ATELIER("atelier"),
  OPENAI("openai"),
  SEAART_GENERATION("seaart-generation"),
  SEAART_EDIT("seaart-edit"),
  APIMART("apimart"),
  APIMART_OFFICIAL("apimart-official"),
  RUNWARE("runware");

  private final String word;

  Listing(String word) {
    this.word = word;
  }

  /** What model files call it. */
  public String word() {
    return word;
  }
}
