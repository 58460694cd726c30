package dev.atelier.providers.runware;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A finished image of a task.
 *
 * @param id by which it is known again
 * @param position among the task's items
 * @param usd what it cost, where that is told
 */
record TaskImage(
    String id, int position, String url, OptionalLong seed, Optional<BigDecimal> usd) {}
