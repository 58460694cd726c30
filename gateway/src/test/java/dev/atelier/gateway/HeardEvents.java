package dev.atelier.gateway;

import dev.atelier.gateway.job.EndedAttempt;
import dev.atelier.gateway.job.GatewayObserver;
import dev.atelier.gateway.job.Submitted;
import dev.atelier.image.Fault;
import dev.atelier.queue.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an observer is told, one line each. */
final class HeardEvents implements GatewayObserver {
  private final List<String> lines = new ArrayList<>();

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  private synchronized void add(String line) {
    lines.add(line);
  }

  @Override
  public void submitted(Job job, Submitted.How how) {
    add("submitted " + how);
  }

  @Override
  public void refused(String dialect, Fault why) {
    add("refused " + dialect + " " + why.getClass().getSimpleName());
  }

  @Override
  public void started(Job job, Duration waited) {
    add("started after " + waited.toSeconds() + " s");
  }

  @Override
  public void attemptEnded(EndedAttempt attempt) {
    add("attempt at " + attempt.account().id() + " " + attempt.outcome());
  }

  @Override
  public void jobEnded(Job job) {
    add("ended " + job.state());
  }

  @Override
  public void charged(Job job, long micros) {
    add("charged " + micros);
  }
}
