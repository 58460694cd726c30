package dev.atelier.image;

/** The fields of an order that a model limits; every API has names of its own for them. */
public enum OrderField {
  PROMPT,
  COUNT,
  SIZE,
  QUALITY,
  FORMAT,
  COMPRESSION,
  BACKGROUND,
  PARTIALS
}
