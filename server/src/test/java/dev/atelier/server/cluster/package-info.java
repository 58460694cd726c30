/**
 * Three servers, each a process of its own, on one PostgreSQL server and one object store: killed,
 * restarted and cut off under load over every API.
 *
 * <p>Start at {@link Cluster}, which has the parts, and at {@link ClusterLoad}, which has the
 * clients. {@link ClusterAudit} holds what clients received against rows, objects and the bills of
 * the upstreams.
 */
@NullMarked
package dev.atelier.server.cluster;

import org.jspecify.annotations.NullMarked;
