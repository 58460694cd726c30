package dev.atelier.providers.runware;

import java.util.OptionalLong;

/**
 * A finished image of a task.
 *
 * @param id by which it is known again
 * @param position among the task's items
 */
record TaskImage(String id, int position, String url, OptionalLong seed) {}
