/**
 * The health protocol of gRPC as a check: HTTP/2 (RFC 9113) and HPACK (RFC 7541), as far as one
 * call needs them.
 *
 * <p>May import {@code probe} and {@code syscall}. The decision in it: a client library of gRPC
 * would be larger than the agent.
 */
@NullMarked
package dev.lvs.agent.probe.grpc;

import org.jspecify.annotations.NullMarked;
