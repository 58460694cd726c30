package dev.atelier.server.config;

import java.util.Locale;

/** Where a setting comes from; later ones win. */
public enum SettingSource {
  DEFAULT,
  FILE,
  ENVIRONMENT,
  COMMAND_LINE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
