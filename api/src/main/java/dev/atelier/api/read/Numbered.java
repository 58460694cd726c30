package dev.atelier.api.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Things whose names may say in which order they belong: {@code image[10]} comes after {@code
 * image[2]}, however they arrive. One without a number follows the highest so far; equals stay in
 * the order in which they came.
 */
final class Numbered<T> {
  private final List<Place<T>> places = new ArrayList<>();
  private int next;

  private record Place<T>(int number, T thing) {}

  void add(OptionalInt number, T thing) {
    int place = number.orElse(next);
    next = Math.max(next, place + 1);
    places.add(new Place<>(place, thing));
  }

  List<T> inOrder() {
    return places.stream()
        .sorted(Comparator.<Place<T>>comparingInt(Place::number))
        .map(Place::thing)
        .toList();
  }
}
