package dev.atelier.api.atelier;

import tools.jackson.databind.node.ObjectNode;

/**
 * One thing that administrators ask for, over HTTP or in process.
 *
 * @param template below the API's prefix
 * @param status of what goes well
 */
record AdminRoute(String method, String template, int status, Action action) {
  /** What it does. */
  @FunctionalInterface
  interface Action {
    ObjectNode answer(AdminCall call);
  }

  static AdminRoute get(String template, Action action) {
    return new AdminRoute("GET", template, 200, action);
  }

  static AdminRoute post(String template, Action action) {
    return new AdminRoute("POST", template, 200, action);
  }

  /** One that makes something, whose path the answer's {@code Location} is. */
  static AdminRoute create(String template, Action action) {
    return new AdminRoute("POST", template, 201, action);
  }

  /** Whether all that its calls say is in the path and the query. */
  boolean bodiless() {
    return method.equals("GET") || method.equals("DELETE");
  }
}
