/**
 * What a test of failover needs beside the lab: Leases without an API server, and agents that can
 * stand still.
 */
@NullMarked
package dev.lvs.lab.failover;

import org.jspecify.annotations.NullMarked;
