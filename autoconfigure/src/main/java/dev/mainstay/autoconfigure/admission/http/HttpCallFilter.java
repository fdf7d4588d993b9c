package dev.mainstay.autoconfigure.admission.http;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import dev.mainstay.admission.holder.HeldHttpCall;
import dev.mainstay.admission.holder.HttpCall;
import dev.mainstay.admission.holder.HttpCalls;

/**
 * Tells of the calls of {@code WebClient}, until the head of the answer is there. It is
 * the outermost filter, so that it is on the thread that subscribes. The observation of a
 * call would end too late: after the thread that waits for the answer was woken.
 */
final class HttpCallFilter implements ExchangeFilterFunction {

	private static final String TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private final Supplier<HttpCalls> calls;

	HttpCallFilter(Supplier<HttpCalls> calls) {
		this.calls = calls;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		HeldHttpCall call = begin();
		if (call == null) {
			return next.exchange(request);
		}
		Runnable end = () -> call.end(() -> call(request));
		return next.exchange(request).doOnTerminate(end).doOnCancel(end);
	}

	private @Nullable HeldHttpCall begin() {
		try {
			return this.calls.get().begin();
		}
		catch (BeansException ex) {
			// The first call of all, while the application is being closed.
			return null;
		}
	}

	private static HttpCall call(ClientRequest request) {
		return HttpCall.of(request.method().name(), request.url(),
				request.attribute(TEMPLATE).map(String::valueOf).orElse(null));
	}

}
