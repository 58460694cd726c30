package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.queue.Job;
import tools.jackson.databind.node.ObjectNode;

/** Reads whatever the object of a job holds, and writes it. */
final class DescribeJob {
  private final Gateway gateway;
  private final FileLinks links;
  private final JobJson json;

  DescribeJob(Gateway gateway, FileLinks links) {
    this.gateway = gateway;
    this.links = links;
    this.json = new JobJson(links);
  }

  /** With links that begin as this request came in. */
  ObjectNode of(Exchange exchange, Job job) {
    return of(job, links.base(exchange));
  }

  /** With links that begin as the job's own request came in, or another. */
  ObjectNode of(Job job, String base) {
    return json.write(gateway.find().detail(job), base);
  }

  /** With the calls that were made for it, if the caller may see them. */
  ObjectNode full(Exchange exchange, Principal principal, Job job) {
    ObjectNode told = of(exchange, job);
    if (principal.scopes().contains(Scope.ADMIN)) {
      JobJson.attempts(told, gateway.attempts().of(principal, job));
      JobJson.choices(told, gateway.explain().choices(principal, job));
      JobJson.waiting(told, gateway.explain().waiting(principal, job));
      JobJson.differences(told, gateway.find().differences(principal, job));
    }
    return told;
  }
}
