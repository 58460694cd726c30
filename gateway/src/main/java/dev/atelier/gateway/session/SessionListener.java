package dev.atelier.gateway.session;

import dev.atelier.image.JobId;
import java.util.UUID;

/** Told of sessions that other processes have, on one thread for all: quick. */
public interface SessionListener {
  /** The client is connected to another process from now on. */
  void taken(UUID session);

  /** Another process, to which the client was connected, has made a job of a task of it. */
  void grew(UUID session, JobId job);

  /** That may have happened, and nobody has told of it. */
  void missed();
}
