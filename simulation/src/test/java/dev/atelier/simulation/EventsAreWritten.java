package dev.atelier.simulation;

import static dev.atelier.simulation.Rule.require;

import dev.atelier.simulation.Books.JobBook;
import java.util.ArrayList;
import java.util.List;

/** Whoever asked to be told is told once of each delivered picture and once of the end. */
final class EventsAreWritten implements Rule {
  @Override
  public void check(JobBook before, JobBook now) {
    var due = new ArrayList<String>();
    for (int image = 0; image < now.head().images(); image++) {
      if (now.charged(image).isPresent()) {
        due.add("image.completed " + image);
      }
    }
    switch (now.head().state()) {
      case "SUCCEEDED" -> due.add("job.succeeded -");
      case "FAILED" -> due.add("job.failed -");
      case "CANCELLED" -> due.add("job.cancelled -");
      default -> {}
    }
    List<String> written = now.news().stream().sorted().toList();
    require(
        written.equals(due.stream().sorted().toList()),
        Promise.CHARGED_ONCE,
        now,
        "told " + written);
  }
}
