package dev.atelier.benchmarks.peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway as it comes; its route and its limits are told on the command line. */
@SpringBootApplication
public class SpringGateway {
  public static void main(String[] words) {
    SpringApplication.run(SpringGateway.class, words);
  }
}
