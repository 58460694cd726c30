package dev.atelier.api.seaart;

import dev.atelier.image.FaultException;
import dev.atelier.image.Operation;
import dev.atelier.image.RequestFault;
import dev.atelier.queue.Job;
import java.util.Arrays;
import java.util.Optional;

/** What can be called: one endpoint for each kind of work of the model. */
enum App {
  GENERATE("gpt_image_2", Operation.GENERATION),
  EDIT("gpt_image_2_edit", Operation.EDIT);

  static final String MODEL = "gpt-image-2";

  private final String endpoint;
  private final Operation operation;

  App(String endpoint, Operation operation) {
    this.endpoint = endpoint;
    this.operation = operation;
  }

  /**
   * @throws FaultException {@link RequestFault.UnknownModel}
   */
  static App named(String endpoint) {
    return find(endpoint)
        .orElseThrow(() -> new FaultException(new RequestFault.UnknownModel(endpoint)));
  }

  static Optional<App> find(String endpoint) {
    return Arrays.stream(values()).filter(app -> app.endpoint.equals(endpoint)).findFirst();
  }

  String endpoint() {
    return endpoint;
  }

  /** Whether a job could have been made here, whatever API it came through. */
  boolean makes(Job job) {
    return job.request().operation() == operation && job.request().order().model().equals(MODEL);
  }
}
