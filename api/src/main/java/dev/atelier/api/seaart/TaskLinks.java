package dev.atelier.api.seaart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.http.server.Exchange;
import dev.atelier.queue.Job;

/**
 * Where one task is asked about, on the mount its client came through.
 *
 * @param id as this API writes it
 * @param request the URL of the task itself, which only its sub-paths serve
 */
record TaskLinks(String id, String request) {
  static final JobIdFormat NAMES = JobIdFormat.lowerCase("mmsu_");
  private static final String QUEUE = "/v1/queue";
  private static final String MODEL_QUEUE = "/model/v1/queue";

  static final String[] MOUNTS = {QUEUE, MODEL_QUEUE};

  static TaskLinks of(Exchange exchange, FileLinks files, App app, Job job) {
    String mount = exchange.path().startsWith(MODEL_QUEUE) ? MODEL_QUEUE : QUEUE;
    String id = NAMES.of(job.id());
    return new TaskLinks(
        id, files.base(exchange) + mount + "/" + app.endpoint() + "/requests/" + id);
  }

  String response() {
    return request + "/response";
  }

  String status() {
    return request + "/status";
  }

  String cancel() {
    return request + "/cancel";
  }
}
