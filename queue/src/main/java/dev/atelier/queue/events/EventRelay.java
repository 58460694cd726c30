package dev.atelier.queue.events;

/** Tells other processes of events of this one. Called while events are told: it is quick. */
public interface EventRelay {
  /** Where there is no other process. */
  EventRelay NONE =
      new EventRelay() {
        @Override
        public void published(JobEvent event) {}

        @Override
        public boolean takes(JobEvent.Partial preview) {
          return false;
        }
      };

  /** Something happened here, whoever listens here. */
  void published(JobEvent event);

  /**
   * A preview came that nobody here waits for.
   *
   * @return whether somebody elsewhere may get it: then the file is the relay's, to be deleted
   */
  boolean takes(JobEvent.Partial preview);
}
