package dev.mainstay.autoconfigure.endpoint;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;

import dev.mainstay.endpoint.DatabaseTopic;

/**
 * Maps each topic below the path of {@code database}, wherever the user put that. A path
 * that the user gave to a topic itself comes first, from Boot's own mapper.
 */
final class TopicPathMapper implements PathMapper {

	private final ObjectProvider<WebEndpointProperties> properties;

	TopicPathMapper(ObjectProvider<WebEndpointProperties> properties) {
		this.properties = properties;
	}

	@Override
	public @Nullable String getRootPath(EndpointId endpointId) {
		DatabaseTopic topic = DatabaseTopic.of(endpointId);
		if (topic == null) {
			return null;
		}
		WebEndpointProperties properties = this.properties.getIfAvailable();
		Map<String, String> paths = (properties != null) ? properties.getPathMapping() : Map.of();
		return paths.getOrDefault(DatabaseTopic.ROOT, DatabaseTopic.ROOT) + "/" + topic.segment();
	}

}
