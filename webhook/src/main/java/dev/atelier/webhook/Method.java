package dev.atelier.webhook;

/** How it is sent. */
public enum Method {
  /** A message, signed. */
  POST,
  /** A picture's own bytes, to a presigned URL. */
  PUT
}
