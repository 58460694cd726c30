package dev.atelier.api.seaart;

import dev.atelier.catalog.Model;
import dev.atelier.image.Operation;
import dev.atelier.queue.Job;

/**
 * What can be called: one endpoint for each kind of work of a model.
 *
 * @param endpoint its name in the path, such as {@code gpt_image_2_edit}
 */
record App(String endpoint, Model model, Operation operation) {
  /** Whether a job could have been made here, whatever API it came through. */
  boolean makes(Job job) {
    return job.request().operation() == operation
        && job.request().order().model().equals(model.id());
  }
}
