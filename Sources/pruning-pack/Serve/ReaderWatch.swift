import PackThreads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ends the process as soon as nobody reads a pipe any more, whatever it is computing: who started it may have been killed.
func endWhenNobodyReads(_ stream: StandardStream) {
  let descriptor = stream.descriptor
  startDetachedThread {
    // No event is asked for, so what comes is an error: the other end was closed.
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    while true {
      let count = poll(&state, 1, -1)
      if count < 0 && errno != EINTR { return }
      if count > 0, state.revents & Int16(POLLERR | POLLHUP) != 0 { exitProcess(128 + SIGPIPE) }
      if count > 0 { return }
    }
  }
}
