/**
 * Calls to the operator's upstreams: pooled connections, streamed bodies both ways, and for each
 * call whether a byte of it left and whether its answer came whole.
 *
 * <p>Start at {@link UpstreamClient}; a {@link Transport} is one version of HTTP. Unlike {@code
 * http.client} it reaches private addresses, since an operator, never a user, gives its base URLs.
 * May import {@code http.wire}, Apache HttpClient for HTTP/1.1 and Jetty's frames for HTTP/2.
 */
@NullMarked
package dev.atelier.http.upstream;

import org.jspecify.annotations.NullMarked;
