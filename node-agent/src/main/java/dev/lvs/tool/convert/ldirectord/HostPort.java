package dev.lvs.tool.convert.ldirectord;

import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * An address and port.
 *
 * @param port empty where there is none
 */
record HostPort(IpAddress address, Optional<Integer> port) {}
