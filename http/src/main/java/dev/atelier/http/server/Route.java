package dev.atelier.http.server;

/** One method of one path template; a limit below 0 means the server's own. */
record Route(String method, String template, long bodyBytesMax, Handler handler) {}
