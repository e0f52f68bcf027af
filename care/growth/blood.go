package growth

func muacClass(c Child, m Measurement) []Result { return nil }

func haemoglobin(c Child, m Measurement, s Settings) (results, beside []Result) { return nil, nil }
