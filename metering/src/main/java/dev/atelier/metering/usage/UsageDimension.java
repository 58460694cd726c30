package dev.atelier.metering.usage;

import java.util.Locale;

/** What usage can be grouped and filtered by. */
public enum UsageDimension {
  TENANT("tenant"),
  /** In UTC, such as {@code 2026-11-30}. */
  DAY("day"),
  KEY("api_key"),
  /** The caller's own id of its end user; empty where none was named. */
  END_USER("end_user"),
  MODEL("model"),
  /** Who made it, such as {@code openai}; empty where nobody did. */
  PROVIDER("provider"),
  /** Width and height of what is delivered, such as {@code 1024x1536}. */
  SIZE("size"),
  QUALITY("quality");

  private final String column;

  UsageDimension(String column) {
    this.column = column;
  }

  /** The name in APIs and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String column() {
    return column;
  }
}
