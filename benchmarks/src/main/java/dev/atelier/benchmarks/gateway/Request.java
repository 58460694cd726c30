package dev.atelier.benchmarks.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is sent over and over.
 *
 * @param body text, or empty, or {@code @} and the name of a file
 * @param headers lines of {@code name: value}
 */
record Request(String method, String path, String body, List<String> headers) {
  /** Stands for an id that no two requests have in common, as the drivers know it. */
  static final String OWN_ID = "00000000-0000-4000-8000-000000000000";

  Request {
    headers = List.copyOf(headers);
  }

  static Request get(String path) {
    return new Request("GET", path, "", List.of());
  }

  static Request post(String path, String json) {
    return new Request("POST", path, json, List.of());
  }

  /** A form that lies in a file. */
  static Request form(String path, Path file, String type) {
    return new Request("POST", path, "@" + file, List.of("content-type: " + type));
  }

  Request with(List<String> further) {
    var all = new ArrayList<>(headers);
    all.addAll(further);
    return new Request(method, path, body, all);
  }
}
